/** Which endings the agency's office opens. Here, because the entry asks while a menu is drawn. */
let endings: ReadonlySet<string> = new Set()

export function offer(known: readonly string[]): void {
  endings = new Set(known)
}

export function isOffered(name: string): boolean {
  const [stem, ...rest] = name.split('.')
  return stem !== undefined && rest.length > 0 && endings.has(rest.at(-1)?.toLowerCase() ?? '')
}
