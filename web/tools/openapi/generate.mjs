/**
 * Writes src/generated/api.ts from the OpenAPI description of the suite.
 *
 *   npm run api                                  from src/generated/openapi.json, the contract
 *   npm run api -- http://localhost:8080         from a running suite
 *
 * What writes it is installed at the first time, apart from what the pages are made of.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const given =
  process.argv[2] ?? fileURLToPath(new URL('../../src/generated/openapi.json', import.meta.url))
const source = /^https?:/.test(given) ? new URL('/api/openapi.json', given).href : given
const cli = `${here}node_modules/openapi-typescript/bin/cli.js`
if (!existsSync(cli)) spawnSync('npm', ['ci', '--silent'], { cwd: here, stdio: 'inherit' })
const target = fileURLToPath(new URL('../../src/generated/api.ts', import.meta.url))

const { status } = spawnSync(process.execPath, [cli, source, '--output', target], {
  stdio: 'inherit',
})
process.exit(status ?? 1)
