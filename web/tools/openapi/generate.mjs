/**
 * Writes src/generated/api.ts from the OpenAPI description of the suite.
 *
 *   npm run api                                  from src/generated/openapi.json, the contract
 *   npm run api -- http://localhost:8080         from a running suite
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const given =
  process.argv[2] ?? fileURLToPath(new URL('../../src/generated/openapi.json', import.meta.url))
const source = /^https?:/.test(given) ? new URL('/api/openapi.json', given).href : given
const cli = `${here}node_modules/openapi-typescript/bin/cli.js`
const target = fileURLToPath(new URL('../../src/generated/api.ts', import.meta.url))

const { status } = spawnSync(process.execPath, [cli, source, '--output', target], {
  stdio: 'inherit',
})
process.exit(status ?? 1)
