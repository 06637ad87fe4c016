/** Amounts as people read them. */
import { language } from '@/kernel/i18n'

function locale(): string {
  return language() === 'ko' ? 'ko-KR' : 'en-GB'
}

/** Whole, with separators; small ones keep a digit. */
export function amount(value: number): string {
  const digits = value !== 0 && Math.abs(value) < 10 ? 1 : 0
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(value)
}

/** For an axis: 12만, 1.2억 · 120K. */
export function short(value: number): string {
  return new Intl.NumberFormat(locale(), { notation: 'compact', maximumFractionDigits: 1 }).format(
    value,
  )
}

export function exact(value: number): string {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: 4 }).format(value)
}

export function percent(value: number): string {
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 }
  return new Intl.NumberFormat(locale(), { style: 'percent', ...digits }).format(value)
}
