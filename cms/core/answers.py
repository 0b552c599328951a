"""`python -m cms.core.answers ADDRESS`: ends with 0 where the address answers with success. For health checks of
containers, whose image has no curl; it loads nothing of the site."""

import sys
import urllib.error
import urllib.request

SECONDS = 8
"""Less than the health check may take, so that it says why it failed."""


def main(arguments: list[str]) -> int:
    (address,) = arguments
    try:
        with urllib.request.urlopen(address, timeout=SECONDS) as response:  # noqa: S310  # the operator's own address
            said = f"{response.status} {response.read(200).decode(errors='replace').strip()}"
            healthy = True
    except urllib.error.HTTPError as error:
        said, healthy = f"{error.code} {error.read(2000).decode(errors='replace').strip()}", False
    except OSError as error:
        said, healthy = str(error), False
    sys.stdout.write(f"{said}\n")
    return 0 if healthy else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
