"""A worker process: orders come in on standard input, filings go out on standard output, until the input ends."""

import sys

from gouji import _gouji

if __name__ == "__main__":
    sys.exit(_gouji.serve())
