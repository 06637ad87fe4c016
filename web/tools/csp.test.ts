// The edge lets one style element through: the one react-aria writes for what can be pressed. Its
// hash stands in the policy, so a new version of the library must not change it unseen.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { render } from '@testing-library/react'
import { createElement } from 'react'
import { expect, it, vi } from 'vitest'
import { Button } from '@/kit/button'

const policy = readFileSync(join(import.meta.dirname, '../../deploy/nginx/headers.conf'), 'utf8')

it('the only style element is the one that the policy allows', () => {
  vi.stubEnv('NODE_ENV', 'production') // in tests the library leaves its style out
  render(createElement(Button, null, '연결'))
  vi.unstubAllEnvs()
  const styles = [...document.querySelectorAll('style')].map(style => style.textContent ?? '')
  const hashes = styles.map(
    text => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
  )
  expect(hashes).toHaveLength(1)
  expect(policy).toContain(hashes[0])
})
