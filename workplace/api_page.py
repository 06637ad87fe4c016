"""`/api/`: the contract as a page that needs no script, so it lives under the strict policy."""

from html import escape
from typing import Any

from flask import Response, jsonify
from flask_openapi3.openapi import OpenAPI

from kernel.http import public

METHODS = ("get", "post", "put", "patch", "delete")


def add_api_page(app: OpenAPI) -> None:
    @app.get("/api/", doc_ui=False)
    @public
    def api_page() -> Response:
        return Response(render(app.api_doc), content_type="text/html; charset=utf-8")

    @app.get("/api/openapi.json", doc_ui=False)
    @public  # it is no secret: it is checked in
    def openapi_contract() -> Response:
        return jsonify(app.api_doc)


def render(spec: dict[str, Any]) -> str:
    title = escape(f"{spec['info']['title']} API {spec['info']['version']}")
    rows = [
        _operation(path, method, operations[method])
        for path, operations in sorted(spec["paths"].items())
        for method in METHODS
        if method in operations
    ]
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width">'
        f'<h1>{title}</h1><p>{len(rows)} operations · <a href="/api/openapi.json">'
        f"openapi.json</a> (OpenAPI {escape(spec['openapi'])})</p>{''.join(rows)}</html>"
    )


def _operation(path: str, method: str, operation: dict[str, Any]) -> str:
    parameters = "".join(
        f"<li><code>{escape(p['name'])}</code> in {escape(p['in'])}"
        f"{' (required)' if p.get('required') else ''}</li>"
        for p in operation.get("parameters", [])
    )
    body = "".join(
        f"<li>body: <code>{escape(_schema_name(content))}</code> ({escape(kind)})</li>"
        for kind, content in operation.get("requestBody", {}).get("content", {}).items()
    )
    answers = ", ".join(sorted(operation.get("responses", {})))
    return (
        f"<details><summary><b>{method.upper()}</b> <code>{escape(path)}</code> "
        f"{escape(operation.get('summary') or '')}</summary>"
        f"<p>{escape(operation.get('description') or '')}</p>"
        f"<ul>{parameters}{body}</ul><p>answers: {escape(answers)}</p></details>"
    )


def _schema_name(content: dict[str, Any]) -> str:
    schema = content.get("schema", {})
    return str(schema.get("$ref", schema.get("title", "object"))).rsplit("/", 1)[-1]
