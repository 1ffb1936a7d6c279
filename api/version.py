"""The version of the API, which commands say too: without this they would load all that answers over HTTP."""

API_VERSION = "0.1.0"
