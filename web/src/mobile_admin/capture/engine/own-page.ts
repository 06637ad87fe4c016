/**
 * Where a browser reads no codes itself our reader compiles WebAssembly, which the edge allows to
 * pages opened under /field and to no others (ADR 0029). A page's policy is that of the address it
 * was first opened at, so whoever came here from another part of the house opens the same address
 * once more.
 */
export function isOwnPage(): boolean {
  if (import.meta.env.DEV || import.meta.env.MODE === 'test') return true
  const [opened] = performance.getEntriesByType('navigation')
  return opened === undefined || isUnderField(new URL(opened.name).pathname)
}

export function isUnderField(path: string): boolean {
  return /^\/field(\/|$)/.test(path)
}

/** Never returns where the page must be opened again. */
export async function ownPage(): Promise<void> {
  if (isOwnPage() || !isUnderField(location.pathname)) return
  location.reload()
  await new Promise(() => undefined)
}
