"""A stranger's OData 4.0 client, led by $metadata alone: `python by_odatapy.py ROOT NAME SECRET`.
Reads every set of the service to its end, page by page. Says as JSON what it saw."""

# mypy: ignore-errors
import json
import sys

from odatapy.client import BasicAuth, EdmEnabledODataClient, HttpxTransport

SMALL = "odata.maxpagesize=2"


def main(root, name, secret):
    transport = HttpxTransport(auth=BasicAuth(name, secret))
    client = EdmEnabledODataClient(root, transport, odata_version="4.0")
    told = {}
    for table in client.get_service_document().entity_sets:
        uri = client.entity_set_uri(table)
        rows = [fields(each) for each in client.iter_entities(uri, headers={"Prefer": SMALL})]
        count = client.get_count(client.entity_set_uri(table).append_count_segment())
        told[table] = {"count": count, "rows": rows}
    return told


def fields(entity):
    return {each.name: str(each.value) for each in entity.properties}


if __name__ == "__main__":
    json.dump(main(*sys.argv[1:4]), sys.stdout, default=str)
