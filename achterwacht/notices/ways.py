"""In which way a message reaches somebody: decided only here, for decisions of the watch and for notes."""

from notifications.texts.templates import Template
from notifications.ways import Channel


def reaching(
    channel: Channel, template: Template, *, sms_refused: bool, silent: bool = False, quiet: bool = False
) -> Channel | None:
    """Returns the channel to use where this one was wanted; None if no channel reaches them.

    sms_refused: they sent STOP, so an SMS becomes a call, if this text is ever phoned. Texts they send are still
    answered by SMS, since somebody who just sent START may still be on record as refusing. silent: they are inside of a
    silent alarm, so they are never phoned, and get only what asks for nothing and comes on any day. quiet: they asked
    not to be phoned.
    """
    if template is Template.REPLY:
        return channel
    chosen = Channel.CALL if channel is Channel.SMS and sms_refused else channel
    if quiet and chosen is Channel.CALL:
        return None
    if silent and (chosen is Channel.CALL or not template.spec.inside):
        return None
    return None if chosen is Channel.CALL and template.spec.call is None else chosen
