"""Where the door of SCIM stands, beside `/v1`."""

BASE = "/scim/v2"
