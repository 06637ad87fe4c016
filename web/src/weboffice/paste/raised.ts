/** Raised and lowered letters in the signs that exist for them. Pure. */

const ABOVE: Readonly<Record<string, string>> = Object.fromEntries(
  [...'0123456789+-=()n'].map((sign, at) => [sign, [...'⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ'][at] ?? sign]),
)
const BELOW: Readonly<Record<string, string>> = Object.fromEntries(
  [...'0123456789+-=()'].map((sign, at) => [sign, [...'₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎'][at] ?? sign]),
)

/** Null where some letter has no such sign: then all of them stay as they are. */
export function raised(text: string, isAbove: boolean): string | null {
  const signs = [...text.trim()].map(sign => (isAbove ? ABOVE : BELOW)[sign])
  return signs.length > 0 && signs.every(sign => sign !== undefined) ? signs.join('') : null
}
