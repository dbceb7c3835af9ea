"""The Dockerfile: lint, and what lint does not know of this site."""

import re
from fnmatch import fnmatch

from tests.deploy import files

IGNORED = (files.DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()


def test_the_linter_has_nothing_to_say():
    said = files.said_by(files.program("hadolint"), "--failure-threshold", "info", files.DEPLOY / "Dockerfile")
    assert said.returncode == 0, said.stdout


def test_nobody_is_root_and_every_image_has_a_version():
    users = re.findall(r"^USER (\S+)$", files.DOCKERFILE, re.MULTILINE)
    assert users == ["10001:10001"]
    images = set(re.findall(r"^FROM (\S+)", files.DOCKERFILE, re.MULTILINE))
    assert all(":" in image and not image.endswith(":latest") for image in images)
    assert any("unprivileged" in image for image in images if "nginx" in image)


def test_both_images_are_checked_for_health():
    assert files.DOCKERFILE.count("HEALTHCHECK") == 2


def test_what_is_copied_is_sent_to_the_builder():
    sources = re.findall(r"^COPY (?!--from)(.+) \S+$", files.DOCKERFILE, re.MULTILINE)
    sent = {line.removeprefix("!") for line in IGNORED if line.startswith("!")}
    for source in " ".join(sources).split():
        assert (files.ROOT / source).exists(), f"{source} is not there."
        assert any(source.rstrip("/") == one or source.startswith(f"{one}/") for one in sent), f"{source} is left out."


def test_nothing_private_is_sent_to_the_builder():
    assert IGNORED[1] == "*", "Everything is left out but what is named."
    assert not any(fnmatch(name, line.removeprefix("!")) for name in (".env", ".data", ".git") for line in IGNORED[2:])


def test_the_packages_that_carry_servers_are_left_out_by_their_right_names():
    left_out = re.search(r"'\^\((.+?)\)=='", files.DOCKERFILE)[1].split("|")
    pinned = (files.ROOT / "requirements.txt").read_text()
    assert all(re.search(rf"^{name}==", pinned, re.MULTILINE) for name in left_out)


def test_the_web_app_is_built_by_a_node_that_can():
    node = re.search(r"^FROM node:(\d+)\.(\d+)", files.DOCKERFILE, re.MULTILINE)
    from community.launch.node import is_new_enough

    assert is_new_enough(f"{node[1]}.{node[2]}.0")


def test_nginx_has_a_default_for_everything_its_template_asks():
    assert {found[0] for found in files.BRACES.findall(files.TEMPLATE)} <= set(files.image_settings("nginx"))
