"""By which way a message reaches somebody. The one place that decides it: for decisions of the watch, and for notes."""

from notifications.texts.templates import Template
from notifications.ways import Channel


def reaching(channel: Channel, template: Template, *, sms_refused: bool) -> Channel | None:
    """The channel that this goes by, where one was wanted. None: it reaches them by none.

    sms_refused: they sent STOP, so an SMS becomes a call, if one is made for this text at all. What they text is still
    answered by SMS: who just sent START may be taken for refusing still.
    """
    if template is Template.REPLY:
        return channel
    chosen = Channel.CALL if channel is Channel.SMS and sms_refused else channel
    return None if chosen is Channel.CALL and template.spec.call is None else chosen
