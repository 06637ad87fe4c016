/** Telephone numbers and addresses of people in what was written of a target. */
const PHONE = /(01[016789]|0\d{1,2})[-. ]?(\d{3,4})[-. ]?(\d{4})/g
const MAIL = /([\w.+-])[\w.+-]*(@[\w-]+(?:\.[\w-]+)+)/g

/** 010-1234-5678 → 010-****-5678, and kim@a.kr → k***@a.kr. */
export function masked(text: string): string {
  return text.replace(PHONE, '$1-****-$3').replace(MAIL, '$1***$2')
}

/** 홍길동 → 홍*동, 김율 → 김*. */
export function maskedName(name: string): string {
  const letters = [...name]
  if (letters.length < 2) return name
  if (letters.length === 2) return `${letters[0]}*`
  return [letters[0], ...letters.slice(1, -1).map(() => '*'), letters.at(-1)].join('')
}

export function hasPrivate(text: string): boolean {
  return masked(text) !== text
}
