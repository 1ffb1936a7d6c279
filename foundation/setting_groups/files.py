"""Where files are kept: attachments of reports, and letters as they were signed."""

import re
from pathlib import Path

from pydantic import SecretStr

from foundation.setting_groups.group import PREFIX
from foundation.setting_groups.installation import Installation
from foundation.web_address import is_plain, wrong_with

S3 = "s3://"
BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
PLACE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")


class FilesKept(Installation):
    """The store of files."""

    files: str = "./achterwacht-files"
    """Where files are kept: a folder on this machine, closed to other users, or `s3://bucket/place` for a store that
    speaks S3 ([what is in it](operations.md#files)). Several machines need the latter."""
    files_s3_endpoint: str = ""
    """The address of the store, unless it is Amazon's. Must be https, except on this machine."""
    files_s3_region: str = ""
    """Needed for Amazon's; other stores mostly take any."""
    files_s3_key_id: str = ""
    """With `FILES_S3_SECRET`; needed with `s3://`."""
    files_s3_secret: SecretStr = SecretStr("")
    """With `FILES_S3_KEY_ID`; needed with `s3://`."""

    @property
    def files_in_s3(self) -> bool:
        return self.files.startswith(S3)

    @property
    def files_bucket(self) -> tuple[str, str]:
        """Returns the bucket and the place in it."""
        bucket, _, place = self.files.removeprefix(S3).partition("/")
        return bucket, place.strip("/")

    def _files_problems(self) -> list[str]:
        if not self.files_in_s3:
            return self._folder_problems()
        bucket, place = self.files_bucket
        problems = []
        if not BUCKET.fullmatch(bucket) or (place and not PLACE.fullmatch(place)):
            problems.append(f"{PREFIX}FILES: must be s3://bucket or s3://bucket/place")
        if not self.files_s3_key_id or not self.files_s3_secret.get_secret_value():
            problems.append(f"{PREFIX}FILES_S3_KEY_ID, {PREFIX}FILES_S3_SECRET: missing; FILES is in a store")
        if not self.files_s3_endpoint and not self.files_s3_region:
            problems.append(f"{PREFIX}FILES_S3_ENDPOINT, {PREFIX}FILES_S3_REGION: one of them is needed")
        return problems + self._endpoint_problems()

    def _endpoint_problems(self) -> list[str]:
        endpoint = self.files_s3_endpoint
        if not endpoint:
            return []
        if wrong := wrong_with(endpoint):
            return [f"{PREFIX}FILES_S3_ENDPOINT: {wrong}"]
        if is_plain(endpoint):
            return [f"{PREFIX}FILES_S3_ENDPOINT: must be https; others would read the files on their way"]
        return []

    def _folder_problems(self) -> list[str]:
        if "://" in self.files:
            return [f"{PREFIX}FILES: a folder, or s3://bucket; nothing else is known"]
        if not self.files.strip() or "\x00" in self.files:
            return [f"{PREFIX}FILES: missing; name a folder, or s3://bucket"]
        folder = Path(self.files)
        if folder.exists() and not folder.is_dir():
            return [f"{PREFIX}FILES: {folder} is no folder"]
        return []
