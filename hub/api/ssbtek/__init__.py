"""The face that case systems know already: SSBTEK over SOAP 1.1, one address for each version of it.

service   the operations: a question, a ping, and the description at ?wsdl
reading   what came over HTTP, as an operation of SSBTEK
faults    every problem as the fault that today's clients show
wsdl      the service described for those who make a client of it
"""
