#!/bin/sh
# Looks at the pages of the documentation as rustdoc of the stable toolchain has built them with all features:
# - the methods of senders and receivers stand in the order in which they are looked for, also where an alias shows them;
# - each method that returns a future says its errors, its cancel safety and shows examples, in that order.
# tests/doc-pages.sh [FOLDER]
set -eu
cd "$(dirname "$0")/.."
python3 - "${1:-${CARGO_TARGET_DIR:-target}/doc}" <<'PYTHON'
import glob, html, os, re, sys

docs = sys.argv[1]
wrong = []


def read(name):
    with open(os.path.join(docs, name), encoding="utf-8") as file:
        return file.read()


# ---- The order -------------------------------------------------------------------------------------------------------
GROUPS = ["waiting", "try", "permits, leases, batches, sinks", "close", "inquiries", "blocking"]


def group(name):
    if name.endswith("_blocking") or re.search("timeout|deadline", name) or name == "iter":
        return 5
    if "close" in name:
        return 3
    if re.search("reserve|lease|many|drain|try_iter|sink", name):
        return 2
    if name.startswith(("try_", "force_")):
        return 1
    if re.match("(into_)?(send|recv)(_from)?$", name):
        return 0
    return 4


def inherent(handle, page):
    """The methods of a page that are the type's own, in the order in which they stand there."""
    own, methods = False, []
    for kind, name in re.findall(r'<section id="(impl-|method\.)([^"]*)"', page):
        if kind == "impl-":
            own = name.startswith(handle + "%3C")
        elif own:
            methods.append(name.partition("-")[0])
    return methods


for handle, some in [("Sender", "send"), ("Receiver", "recv")]:
    page = read(f"goit/handle/struct.{handle}.html")
    # What is inserted into the pages of aliases. Builds with other features into the same folder are there, too.
    builds = read(f"type.impl/goit/handle/struct.{handle}.js").replace('\\"', '"').split('["goit",[')
    alias = max(builds, key=lambda build: build.count("goit::sync::" + handle))
    assert alias.count("goit::local::" + handle) and alias.count("goit::sync::" + handle)
    for where, methods in [("page", inherent(handle, page)), ("aliases", inherent(handle, alias))]:
        assert some in methods and len(methods) > 20, f"the {where} of {handle} cannot be read: {methods}"
        for before, after in zip(methods, methods[1:]):
            if group(before) > group(after):
                wrong.append(
                    f"{handle}, {where}: `{before}` ({GROUPS[group(before)]}) stands before "
                    f"`{after}` ({GROUPS[group(after)]})"
                )

# ---- The headings ----------------------------------------------------------------------------------------------------
pages = {
    path: read(path)
    for folder in ["handle", "handle/future", "select"]
    for path in sorted(glob.glob(f"goit/{folder}/struct.*.html", root_dir=docs))
}
futures = {
    re.search(r"struct\.(\w+)", path).group(1) for path, page in pages.items() if 'id="impl-Future-for-' in page
}
assert {"Send", "OwnedLeasing", "MergeRecv"} <= futures, futures
WANTED = ["Errors", "Cancel safety", "Examples"]
seen = 0
for path, page in pages.items():
    own = page.partition('<h2 id="trait-implementations"')[0]
    for part in re.split(r'<section id="method\.', own)[1:]:
        name = re.match(r"\w+", part).group()
        signature = re.search(r'<h4 class="code-header">(.*?)</h4>', part, re.S).group(1)
        signature = html.unescape(re.sub("<[^>]*>", "", signature))
        returned = signature.partition("->")[2].partition("where")[0]
        is_future = (
            re.search(r"\basync fn\b", signature)
            or "impl Future" in returned
            or re.match(r"\s*(\w+)<", returned)
            and re.match(r"\s*(\w+)", returned).group(1) in futures
        )
        if not is_future:
            continue
        seen += 1
        found = [html.unescape(h) for h in re.findall(r'<h\d id="[^"]*"><a [^>]*>§</a>(.*?)</h\d>', part)]
        if [heading for heading in found if heading in WANTED] != WANTED:
            wrong.append(f"{path}: `{name}` has {found or 'no headings'}; it needs {WANTED}")
assert seen > 25, f"only {seen} methods that return futures were found"

if wrong:
    sys.exit("\n".join(wrong))
print(f"the order of methods, and the headings of {seen} methods that return futures, are as they should be")
PYTHON
