"""Corrections of IAM's server certificates; see corrections.py for what a correction is."""

from datetime import datetime, timedelta, timezone
from xml.sax.saxutils import escape

from corrections import correction


@correction
def server_certificates():
    """IAM keeps server certificates, with a path (MiniStack: knows of none, nor of the actions)."""
    from ministack.core.responses import AccountScopedDict, get_account_id
    from ministack.services import iam

    kept = AccountScopedDict()

    def upload(p):
        name, path = iam._p(p, "ServerCertificateName"), iam._p(p, "Path") or "/"
        if name in kept:
            return problem(409, "EntityAlreadyExists", f"The Server Certificate with name {name} already exists.")
        now = datetime.now(timezone.utc)
        kept[name] = {
            "Path": path,
            "Arn": f"arn:aws:iam::{get_account_id()}:server-certificate{path}{name}",
            "ServerCertificateName": name,
            "ServerCertificateId": f"ASCA{abs(hash(name)):016X}"[:20],
            "UploadDate": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "Expiration": (now + timedelta(days=365)).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "body": iam._p(p, "CertificateBody"),
        }
        return answer("UploadServerCertificate", f"<ServerCertificateMetadata>{metadata(kept[name])}</ServerCertificateMetadata>")

    def listed(p):
        prefix = iam._p(p, "PathPrefix") or "/"
        members = "".join(f"<member>{metadata(entry)}</member>" for entry in kept.values() if entry["Path"].startswith(prefix))
        told = f"<ServerCertificateMetadataList>{members}</ServerCertificateMetadataList><IsTruncated>false</IsTruncated>"
        return answer("ListServerCertificates", told)

    def read(p):
        entry = kept.get(iam._p(p, "ServerCertificateName"))
        if not entry:
            return missing(p)
        body = f"<CertificateBody>{escape(entry['body'])}</CertificateBody>"
        told = f"<ServerCertificateMetadata>{metadata(entry)}</ServerCertificateMetadata>{body}"
        return answer("GetServerCertificate", f"<ServerCertificate>{told}</ServerCertificate>")

    def delete(p):
        if kept.pop(iam._p(p, "ServerCertificateName"), None) is None:
            return missing(p)
        return iam._xml(200, "DeleteServerCertificateResponse", "", ns="iam")

    def missing(p):
        name = iam._p(p, "ServerCertificateName")
        return problem(404, "NoSuchEntity", f"The Server Certificate with name {name} cannot be found.")

    def problem(status, code, message):
        return iam._error(status, code, message, ns="iam")

    def answer(action, told):
        return iam._xml(200, f"{action}Response", f"<{action}Result>{told}</{action}Result>", ns="iam")

    iam._IAM_HANDLERS.update(
        {
            "UploadServerCertificate": upload,
            "ListServerCertificates": listed,
            "GetServerCertificate": read,
            "DeleteServerCertificate": delete,
        }
    )


def metadata(entry):
    return "".join(f"<{name}>{escape(value)}</{name}>" for name, value in entry.items() if name != "body")
