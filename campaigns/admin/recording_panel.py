"""In the editor of a spot: what its recording measures, what a station would send it back for, and what became of its
files for stations."""

from typing import Any

from wagtail.admin.panels import Panel

from archive import captions
from campaigns import spot_formats
from campaigns.recordings.checks import checks
from campaigns.recordings.levels import Medium


class RecordingChecksPanel(Panel):
    """Shown below the recording once a spot with one is saved; else not at all."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "campaigns_admin/recording_checks.html"

        def is_shown(self) -> bool:
            return self.instance.recording is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            measure = self.instance.recording.measure
            return {
                **super().get_context_data(parent_context),
                "duration": captions.clock(measure.duration),
                "measure": measure,
                "failure": spot_formats.failure(self.instance) if self.instance.live else "",
                "checks": checks(measure, Medium(self.instance.medium)),
            }
