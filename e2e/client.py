"""Calls AWS APIs for the tests: one JSON request a line on standard input, one
JSON answer a line on standard output. A process for all calls, since starting
the AWS CLI for each of the many small reads would take minutes.

request: {"account": "1…", "service": "s3", "operation": "get_bucket_policy", "parameters": {…}}
answer:  {"result": {…}} or {"code": "NoSuchBucketPolicy", "message": "…"}
"""
import json
import sys

import botocore.exceptions
import botocore.session
from botocore.config import Config

ENDPOINT, REGION = sys.argv[1:]
CONFIG = Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=30, s3={"addressing_style": "path"})
session = botocore.session.Session()
clients = {}


def client(service, account):
    """The emulator takes an access key of twelve digits for the account."""
    key = service, account
    if key not in clients:
        clients[key] = session.create_client(
            service, region_name=REGION, endpoint_url=ENDPOINT, config=CONFIG,
            aws_access_key_id=account, aws_secret_access_key="none")
    return clients[key]


for line in sys.stdin:
    request = json.loads(line)
    try:
        call = getattr(client(request["service"], request["account"]), request["operation"])
        answer = {"result": call(**request["parameters"])}
        answer["result"].pop("ResponseMetadata", None)
    except botocore.exceptions.ClientError as error:
        answer = {"code": error.response["Error"].get("Code", "?"), "message": str(error)}
    except Exception as error:  # the test reports it; the next request is another matter
        answer = {"code": type(error).__name__, "message": str(error)}
    print(json.dumps(answer, default=str), flush=True)
