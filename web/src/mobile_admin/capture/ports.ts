/** What the renderer asks of whoever shows it: where drafts lie, where what is done goes. */
import type { AuditRow } from './sheet/audit'

/** What is known of a picture or recording beside its bytes; never written into the file. */
export interface Evidence {
  readonly name: string
  /** Of the bytes as the camera gave them. */
  readonly sha256_original: string
  readonly sha256: string
  readonly size_bytes: number
  /** By the device's clock. */
  readonly captured_at: string
  readonly place: Fix | null
  /** Why there is none, where there is none. */
  readonly noPlace?: NoPlace | undefined
  readonly strokes?: unknown
}

/** `searching`: it may come yet. */
export type NoPlace = 'denied' | 'unavailable' | 'searching'

export interface Fix {
  readonly latitude: number
  readonly longitude: number
  readonly altitude: number | null
  /** Metres. */
  readonly accuracy: number
  readonly at: string
}

export interface Draft {
  readonly xml: string
  readonly at: string
  readonly language: string | null
  /** The path of the first question of the screen that was open. */
  readonly place: string | null
  readonly evidence: readonly Evidence[]
  readonly audit: readonly AuditRow[]
}

/**
 * Where the draft of one sheet lies. A promise that comes back means: durable. Files are kept
 * before the answer that names them.
 */
export interface DraftStore {
  load(): Promise<{ readonly draft: Draft; readonly files: readonly File[] } | null>
  save(draft: Draft): Promise<void>
  keepFile(file: File): Promise<void>
  dropFile(name: string): Promise<void>
}

/** A sheet that was filled in, ready to be sent. */
export interface Parcel {
  readonly instanceId: string
  readonly xml: string
  readonly files: readonly File[]
  readonly evidence: readonly Evidence[]
}

/** Where the device is, or why that is not known. */
export type FindPlace = () => Promise<Fix | NoPlace>
