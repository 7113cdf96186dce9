"""The service described (WSDL 1.1), each version by itself: GET /ssbtek/11?wsdl, with this very address as
the service's. The schemas that it leads to are served beside it."""

from __future__ import annotations

from collections.abc import Callable
from xml.sax.saxutils import quoteattr

from hub.api.ssbtek.schemas import place_of
from messages.wire import ssbtek
from messages.wire.ssbtek import Version

_WSDL, _SOAP = "http://schemas.xmlsoap.org/wsdl/", "http://schemas.xmlsoap.org/wsdl/soap/"
_INTERFACE = "BastjanstInformationInterface"
_SERVICE, _PORT, _BINDING = (f"{_INTERFACE}{it}" for it in ("Service", "Port", "SoapBinding"))
_OPERATIONS = ((ssbtek.FETCH, "fault"), (ssbtek.PING, "fault1"))
"""Each with the name of its fault's part."""


def describe(version: Version, address: str) -> bytes:
    """`address` is where the service answers, and where its schema is had with ?xsd."""
    messages = "".join(
        _message(name, part, element)
        for name, fault in _OPERATIONS
        for name, part, element in (
            (name, "parameters", name),
            (f"{name}Response", "parameters", f"{name}Response"),
            (f"{name}Fault", fault, f"{name}Fault"),
        )
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<wsdl:definitions name={_q(_SERVICE)} targetNamespace={_q(version.namespace)} "
        f"xmlns:wsdl={_q(_WSDL)} xmlns:soap={_q(_SOAP)} xmlns:ssbt={_q(version.namespace)}>\n"
        '<wsdl:types><xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">'
        f"<xsd:import namespace={_q(version.namespace)} schemaLocation={_q(place_of(address))}/>"
        f"</xsd:schema></wsdl:types>\n{messages}"
        f"<wsdl:portType name={_q(_INTERFACE)}>{_all(_abstract)}</wsdl:portType>\n"
        f'<wsdl:binding name={_q(_BINDING)} type="ssbt:{_INTERFACE}">'
        '<soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>'
        f"{_all(_bound)}</wsdl:binding>\n"
        f'<wsdl:service name={_q(_SERVICE)}><wsdl:port name={_q(_PORT)} binding="ssbt:{_BINDING}">'
        f"<soap:address location={_q(address)}/></wsdl:port></wsdl:service>\n"
        "</wsdl:definitions>\n"
    ).encode()


def _message(name: str, part: str, element: str) -> str:
    inside = f'<wsdl:part name={_q(part)} element="ssbt:{element}"/>'
    return f"<wsdl:message name={_q(name)}>{inside}</wsdl:message>\n"


def _all(written: Callable[[str], str]) -> str:
    return "".join(written(name) for name, _ in _OPERATIONS)


def _abstract(name: str) -> str:
    return (
        f'<wsdl:operation name={_q(name)}><wsdl:input message="ssbt:{name}"/>'
        f'<wsdl:output message="ssbt:{name}Response"/>'
        f'<wsdl:fault name="{name}Fault" message="ssbt:{name}Fault"/></wsdl:operation>'
    )


def _bound(name: str) -> str:
    literal = '<soap:body use="literal"/>'
    return (
        f'<wsdl:operation name={_q(name)}><soap:operation soapAction="" style="document"/>'
        f"<wsdl:input>{literal}</wsdl:input><wsdl:output>{literal}</wsdl:output>"
        f'<wsdl:fault name="{name}Fault"><soap:fault name="{name}Fault" use="literal"/></wsdl:fault>'
        "</wsdl:operation>"
    )


def _q(text: str) -> str:
    return quoteattr(text)
