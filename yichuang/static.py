"""Static storage that also hashes the imports inside our own ES modules."""

import re

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):
    """Rewrites `import … from "./x.js"` in js/, nowhere else.

    Django's own switch does it for all files, which breaks on third-party ones.
    """

    manifest_strict = True
    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        (
            "js/*.js",
            (
                (
                    r"""(?P<matched>(?P<import>import|from)\s*["'](?P<url>\.[^"']+)["'])""",
                    '%(import)s "%(url)s"',
                ),
            ),
        ),
    )

    def url_converter(self, name, hashed_files, template=None):
        if template is not None and "%(import)s" in template and not re.match(r"js/", name):
            return lambda match: match[0]
        return super().url_converter(name, hashed_files, template)
