/**
 * Which upload a file of this computer belongs to, over reloads of the page. Only this browser can
 * tell: the server knows a name and a size, and two different files may share both.
 */
interface Marked {
  readonly target: string
  readonly file: Pick<File, 'name' | 'size' | 'lastModified'>
}

const KEY = 'onmaru.uploads'
const MOST_KEPT = 50

export function markOf({ target, file }: Marked): string {
  return [target, file.name.normalize('NFC'), file.size, file.lastModified].join('/')
}

type Known = readonly (readonly [mark: string, upload: string])[]

function known(): Known {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(found) ? (found as Known) : []
  } catch {
    return []
  }
}

export function recall(mark: string): string | null {
  return known().find(([other]) => other === mark)?.[1] ?? null
}

export function remember(mark: string, upload: string): void {
  const others = known().filter(([other]) => other !== mark)
  localStorage.setItem(KEY, JSON.stringify([[mark, upload], ...others].slice(0, MOST_KEPT)))
}
