/** What the drive's pages show, and how a place is written in the address. */
import {
  File,
  FileArchive,
  FileImage,
  FileSpreadsheet,
  FileText,
  FileType,
  Folder,
  type LucideIcon,
  NotebookPen,
} from 'lucide-react'
import type { components } from '@/generated/api'

export type Node = components['schemas']['NodeBody']
export type Version = components['schemas']['VersionBody']
export type Grant = components['schemas']['GrantBody']
export type Twig = components['schemas']['TwigBody']
export type CutUpload = components['schemas']['UploadBody']
export type Level = Node['level']

/** Lists that are no folder. */
export type View = 'shared' | 'recent' | 'trash'
export type Place =
  | { readonly kind: 'home' }
  | { readonly kind: 'folder'; readonly id: string }
  | { readonly kind: 'search'; readonly query: string }
  | { readonly kind: View }

export const VIEWS: readonly View[] = ['shared', 'recent', 'trash']

/** `rest` is the path behind /drive/. */
export function placeOf(rest: string, query: string): Place | null {
  const [first = '', id = ''] = rest.split('/')
  if (first === '') return { kind: 'home' }
  if (first === 'f' && id !== '') return { kind: 'folder', id }
  if (first === 'search') return { kind: 'search', query }
  const view = VIEWS.find(known => known === first)
  return view ? { kind: view } : null
}

export function addressOf(node: { readonly id: string; readonly kind: Node['kind'] }): string {
  return node.kind === 'document'
    ? `/office/d/${encodeURIComponent(node.id)}`
    : `/drive/f/${encodeURIComponent(node.id)}`
}

export function contentOf(node: { readonly id: string }, seq?: number): string {
  const version = seq === undefined ? '' : `/versions/${seq}`
  return `/api/drive/nodes/${encodeURIComponent(node.id)}${version}/content`
}

const ICONS: readonly (readonly [RegExp, LucideIcon, Look])[] = [
  [/^image\//, FileImage, 'picture'],
  [/pdf$/, FileType, 'pdf'],
  [/spreadsheet|csv/, FileSpreadsheet, 'sheet'],
  [/hwp|wordprocessing|opendocument\.text|msword|^text\//, FileText, 'text'],
  [/zip/, FileArchive, 'plain'],
]

export type Look = 'folder' | 'document' | 'picture' | 'pdf' | 'sheet' | 'text' | 'plain'

export function faceOf({ kind, media_type }: Pick<Node, 'kind' | 'media_type'>): {
  readonly icon: LucideIcon
  readonly look: Look
} {
  if (kind === 'folder') return { icon: Folder, look: 'folder' }
  if (kind === 'document') return { icon: NotebookPen, look: 'document' }
  const found = ICONS.find(([pattern]) => pattern.test(media_type))
  return found ? { icon: found[1], look: found[2] } : { icon: File, look: 'plain' }
}

export function mediaTypeOf({ kind, media_type }: Pick<Node, 'kind' | 'media_type'>): string {
  if (kind === 'folder') return 'inode/directory'
  return kind === 'document' ? 'application/vnd.onmaru.document' : media_type
}

/** HWPX, PDF …: what people call the kind of a file. */
export function endingOf(name: string): string {
  const ending = name.slice(name.lastIndexOf('.') + 1)
  return ending !== name && ending.length <= 5 ? ending.toUpperCase() : ''
}

/** How much of a name stays as it is when somebody renames: the ending is kept. */
export function stemLength(node: Pick<Node, 'kind' | 'name'>): number {
  const dot = node.name.lastIndexOf('.')
  return node.kind === 'file' && dot > 0 ? dot : node.name.length
}

export type SortWord = 'name' | '-name' | 'updated_at' | '-updated_at' | 'size' | '-size'
const SORTS: readonly SortWord[] = ['name', '-name', 'updated_at', '-updated_at', 'size', '-size']

export function sortOf(word: string | null): SortWord {
  return SORTS.find(known => known === word) ?? 'name'
}

/** A question about nodes that is open on the page. */
export interface Asking {
  readonly what: 'rename' | 'move' | 'share' | 'purge'
  readonly nodes: readonly Node[]
}

export interface Acts {
  readonly ask: (asking: Asking) => void
  readonly onShow: (id: string) => void
  readonly throwAway: (nodes: readonly Node[]) => Promise<void>
}
