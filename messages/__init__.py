"""The nyttomeddelanden: models and codecs. This room imports nothing else of ours."""
