"""HTTP in and out. No rules live here: a file reads a request, calls one thing, and renders the answer."""
