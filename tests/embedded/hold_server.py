"""Hold a server until standard input ends: a process that tests can kill. Prints one line of JSON when it is ready."""

import json
import os
import sys
from pathlib import Path

from kaohe.schema.embedded import EmbeddedServer


def main() -> None:
    """`hold_server.py FOLDER [UID]`: durable, since its death is what is tested; as user UID where one is given."""
    folder, *user = sys.argv[1:]
    if user:
        os.setgroups([])
        os.setgid(int(user[0]))
        os.setuid(int(user[0]))
    with EmbeddedServer(Path(folder)) as server:
        print(json.dumps({"pid": server.pid, "url": server.url()}), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
