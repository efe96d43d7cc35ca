"""Corrections of CloudWatch's metrics; see corrections.py for what a correction is."""

import functools
import time

from corrections import correction

NAMESPACE = "AWS/S3"
DAY = 86_400


@correction
def storage_metrics():
    """CloudWatch has a bucket's bytes and number of objects once a day (MiniStack: nothing of S3).

    Of versions that are no longer current and of unfinished uploads, too:
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html. On AWS a bucket's first value appears
    after a day or two; here it is there at once, as that of the last midnight.
    """
    from ministack.services import cloudwatch

    def measure():
        midnight = time.time() // DAY * DAY
        for key in [key for key in list(cloudwatch._metrics.keys()) if key[0] == NAMESPACE and key[1] in STORAGE]:
            del cloudwatch._metrics[key]
        for bucket, (size, count) in in_buckets().items():
            for name, storage, unit, value in (
                ("BucketSizeBytes", "StandardStorage", "Bytes", size),
                ("NumberOfObjects", "AllStorageTypes", "Count", count),
            ):
                dimensions = {"BucketName": bucket, "StorageType": storage}
                cloudwatch._store_datum(NAMESPACE, name, dimensions, midnight, unit, value, None, None, None)

    def measured(own):
        @functools.wraps(own)
        def answer(*arguments):
            measure()
            return own(*arguments)

        return answer

    for name in ("_get_metric_statistics", "_get_metric_data", "_list_metrics"):
        setattr(cloudwatch, name, measured(getattr(cloudwatch, name)))


STORAGE = ("BucketSizeBytes", "NumberOfObjects")


def in_buckets():
    """Bytes, and objects, versions, markers and parts, of each filled bucket of the account and region."""
    from ministack.core.responses import get_region
    from ministack.services import s3

    found = {name: [0, 0] for name in list(s3._buckets.keys()) if s3.bucket_region(name) == get_region()}

    def add(bucket, size):
        if bucket in found:
            found[bucket][0] += size
            found[bucket][1] += 1

    versioned = set()
    for (bucket, key), versions in list(s3._object_versions.items()):
        versioned.add((bucket, key))
        for version in versions:
            add(bucket, int(version.get("size") or 0))
    for name in found:
        for key, record in list(s3._buckets[name]["objects"].items()):
            if (name, key) not in versioned:
                add(name, int(record.get("size") or 0))
    for upload in list(s3._multipart_uploads.values()):
        for part in upload["parts"].values():
            add(upload["bucket"], int(part.get("size") or 0))
    # Of an empty bucket there is no value.
    return {name: counts for name, counts in found.items() if counts[1] > 0}
