"""What keeps a clinic's texts back, in words."""

from diary.services.sending_notices import SendingNotice, SendingTrouble
from diary.web.translation import gettext as _
from diary.web.translation import ngettext
from diary.web.wording.speaker import Speaker


def say_sending_trouble(notice: SendingNotice, speaker: Speaker) -> str:
    """One or two sentences: what is the matter, and what follows from it."""
    match notice.trouble:
        case SendingTrouble.REFUSED if notice.code:
            return _(
                "No texts are going out: the carrier refuses this clinic's number or account (code"
                " %(code)s). Tell whoever runs this program. Safety texts and pages are tried all"
                " the same.",
                code=notice.code,
            )
        case SendingTrouble.REFUSED:
            return _(
                "No texts are going out: the carrier refuses this clinic's number or account. Tell"
                " whoever runs this program. Safety texts and pages are tried all the same."
            )
        case SendingTrouble.FAILING:
            return _("The carrier is failing: texts are late. They are tried again by themselves.")
        case SendingTrouble.FULL:
            return _(
                "The carriers' limit of texts a day is reached. Check-ins wait until %(when)s;"
                " safety texts and pages do not.",
                when=speaker.moment(notice.at).exact,
            )
        case SendingTrouble.BACKLOG:
            return ngettext(
                "%(num)s text was not sent (last %(when)s): more was due than this clinic's number"
                " may send in time.",
                "%(num)s texts were not sent (last %(when)s): more was due than this clinic's"
                " number may send in time.",
                notice.count,
                when=speaker.moment(notice.at).text,
            )
