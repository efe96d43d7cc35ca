"""China's partition, at MiniStack's edge: inside there is one partition, `aws`, whatever the region.

A request that is signed for a region in China is taken in with `arn:aws-cn:` as `arn:aws:`, and its answer goes out the other
way. An ARN of the standard partition is `arn:aws-outside:` meanwhile, so that it finds nothing here and comes back as it was.
A function's process is inside: it sees what its environment says as it is kept here, and what it is invoked with as it was sent.
"""

import re

# In JSON and XML, in a form or a path, and in a policy inside of a form.
_COLON = rb":|%3[Aa]|%253[Aa]"
_ARN = re.compile(rb"arn(" + _COLON + rb")aws(-cn|-outside)?(?=" + _COLON + rb")")
_INWARDS = {None: b"-outside", b"-cn": b"", b"-outside": b"-outside"}
_OUTWARDS = {None: b"-cn", b"-cn": b"-cn", b"-outside": b""}

_REGION = re.compile(rb"Credential=[^/,\s]+/\d+/([a-z0-9-]+)/([a-z0-9-]+)/aws4_request")
_REGION_IN_QUERY = re.compile(rb"X-Amz-Credential=[^&]+?(?:/|%2F)\d+(?:/|%2F)([a-z0-9-]+)(?:/|%2F)([a-z0-9-]+)(?:/|%2F)aws4_request")

# S3's documents with ARNs in them; all else in S3 are objects, which are nobody's business.
_S3_DOCUMENTS = {b"policy", b"notification", b"replication", b"inventory", b"encryption", b"logging", b"analytics", b"metrics"}
# Bodies that belong to whoever sends them, some with a checksum of them in the answer.
_OPAQUE_TARGETS = re.compile(rb"AmazonSQS\.(SendMessage|ReceiveMessage)|Kinesis_\d+\.(PutRecord|GetRecords)|Firehose_\d+\.PutRecord")
_CHECKSUMS = re.compile(rb"content-md5|x-amz-crc32|x-amz-checksum-|x-amz-sdk-checksum-")


def is_china(region):
    return region.startswith("cn-")


def inwards(content):
    return _ARN.sub(lambda found: b"arn" + found[1] + b"aws" + _INWARDS[found[2]], content)


def outwards(content):
    return _ARN.sub(lambda found: b"arn" + found[1] + b"aws" + _OUTWARDS[found[2]], content)


def translating(app):
    """The ASGI application with the partition of China around it."""

    async def wrapped(scope, receive, send):
        region, service = signed_for(scope) if scope["type"] == "http" else ("", b"")
        if not is_china(region):
            await app(scope, receive, send)
            return
        taken_in = {
            **scope,
            "path": inwards(scope["path"].encode()).decode(),
            "raw_path": inwards(scope.get("raw_path") or scope["path"].encode()),
            "query_string": inwards(scope.get("query_string", b"")),
            "headers": [(name, inwards(value)) for name, value in scope["headers"]],
        }
        if has_opaque_bodies(scope, service):
            await app(taken_in, receive, with_headers_outwards(send))
            return
        body = inwards(await whole_body(receive))
        taken_in["headers"] = with_length(taken_in["headers"], body)
        answer = Answer(region)
        await app(taken_in, once(body, receive), answer.take)
        await answer.send(send)

    return wrapped


def signed_for(scope):
    """Region and service of the signature; empty without one."""
    found = _REGION.search(header(scope, b"authorization")) or _REGION_IN_QUERY.search(scope.get("query_string", b""))
    return (found[1].decode(), found[2]) if found else ("", b"")


def header(scope, wanted):
    return next((value for name, value in scope["headers"] if name.lower() == wanted), b"")


def has_opaque_bodies(scope, service):
    if service == b"s3":
        keys = {part.split(b"=")[0] for part in scope.get("query_string", b"").split(b"&")}
        return not keys & _S3_DOCUMENTS
    if service == b"lambda" and scope["path"].rstrip("/").endswith("/invocations"):
        return True
    return bool(_OPAQUE_TARGETS.match(header(scope, b"x-amz-target")))


async def whole_body(receive):
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if message["type"] != "http.request" or not message.get("more_body"):
            return body


def once(body, receive):
    sent = []

    async def receive_once():
        if sent:
            return await receive()
        sent.append(True)
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_once


def with_length(headers, body):
    """The headers of another body: the old one's checksums would be wrong."""
    kept = [(name, value) for name, value in headers if not _CHECKSUMS.match(name.lower()) and name.lower() != b"content-length"]
    return [*kept, (b"content-length", str(len(body)).encode())]


def with_headers_outwards(send):
    async def sending(message):
        if message["type"] == "http.response.start":
            message = {**message, "headers": [(name, outwards(value)) for name, value in message.get("headers", [])]}
        await send(message)

    return sending


class Answer:
    """An answer that is held back until it is whole."""

    def __init__(self, region):
        self.region = region.encode()
        self.start = None
        self.body = b""

    async def take(self, message):
        if message["type"] == "http.response.start":
            self.start = message
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")

    async def send(self, send):
        if self.start is None:
            return
        headers = [(name, outwards(value)) for name, value in self.start.get("headers", [])]
        body = outwards(self.body)
        if body != self.body:
            headers = with_length(headers, body)
        await send({**self.start, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def hosts_in_china(attributes, region):
    """A resource's attributes with the hosts that it would have in China."""
    return {name: host_in_china(value, region) if isinstance(value, str) else value for name, value in attributes.items()}


def host_in_china(text, region):
    # S3 has no host without a region there.
    text = text.replace(".s3.amazonaws.com", f".s3.{region}.amazonaws.com").replace(f".s3-website-{region}.", f".s3-website.{region}.")
    return re.sub(r"\.amazonaws\.com(?!\.cn\b)", ".amazonaws.com.cn", text)
