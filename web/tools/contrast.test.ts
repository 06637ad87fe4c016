// Every pair of a text and what it stands on in the kit and the shell holds 4.5:1 (KWCAG 2.2
// 5.3.3, WCAG 1.4.3) in both themes; what only marks a shape holds 3:1 (WCAG 1.4.11).
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const css = readFileSync(join(import.meta.dirname, '../src/kit/tokens.css'), 'utf8')
const [light = '', contrast = ''] = css.split("[data-theme='contrast']")

const TINTS = ['primary', 'secondary', 'success', 'warning', 'danger', 'information', 'point']
const GROUNDS = [
  'surface-white',
  'surface-white-subtle',
  'surface-white-subtler',
  'surface-gray-subtler',
]
const TEXTS: [string, string][] = [
  ...GROUNDS.flatMap((ground): [string, string][] => [
    ['text-basic', ground],
    ['text-subtle', ground],
    ['text-primary', ground],
    ['text-danger', ground],
  ]),
  ...TINTS.map((tint): [string, string] => [`text-${tint}`, `surface-${tint}-subtler`]),
  ['text-basic', 'surface-gray-subtle'],
  ['text-subtle', 'surface-gray-subtle'],
  ['text-primary', 'surface-gray-subtle'],
  ['text-basic', 'surface-primary-subtler'],
  ['text-subtle', 'surface-primary-subtler'],
  ['text-basic', 'surface-warning-subtler'],
  ['text-basic', 'surface-danger-subtler'],
  ['text-subtle', 'surface-danger-subtler'],
  ['text-basic', 'input-surface'],
  ['text-subtle', 'input-surface'],
  ['text-basic-inverse', 'surface-inverse'],
  ['text-basic-inverse', 'text-danger'],
  ['text-inverse-static', 'button-primary-fill'],
  ['text-inverse-static', 'button-primary-fill-hover'],
  ['text-primary', 'button-secondary-fill'],
]
const SHAPES: [string, string][] = [
  ['input-border', 'input-surface'],
  ['input-border', 'surface-white'],
  ['border-primary', 'surface-white'],
  ['border-secondary', 'surface-white'],
  ['border-warning', 'surface-white'],
  ['border-danger', 'surface-white'],
  ['element-gray', 'surface-white'],
  ['icon-success', 'surface-white'],
  ['icon-warning', 'surface-white'],
  ['icon-danger', 'surface-white'],
]

function colour(theme: string, name: string): string {
  const [, value] = new RegExp(`--c-${name}: (#[0-9a-f]{6});`).exec(theme) ?? []
  if (value === undefined) throw new Error(`tokens.css has no ${name}`)
  return value
}

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map(at => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function ratio(theme: string, [front, back]: [string, string]): number {
  const [dark = 0, bright = 0] = [front, back]
    .map(name => luminance(colour(theme, name)))
    .sort((a, b) => a - b)
  return (bright + 0.05) / (dark + 0.05)
}

describe.each([
  ['light', light],
  ['contrast', contrast],
])('in the %s theme', (_, theme) => {
  it.each(TEXTS)('%s can be read on %s', (front, back) => {
    expect(ratio(theme, [front, back])).toBeGreaterThanOrEqual(4.5)
  })
  it.each(SHAPES)('%s can be seen on %s', (front, back) => {
    expect(ratio(theme, [front, back])).toBeGreaterThanOrEqual(3)
  })
})
