/** What is kept until it was told, and what became of it. */
export type OpKind = 'start' | 'answers' | 'end'
export type VisitResult = 'visited' | 'absent' | 'refused'

export interface Place {
  readonly lat: number
  readonly lon: number
  readonly accuracy_m: number
}

/** Of a photo, with when it was found: that may be after the photo. */
export interface PhotoPlace extends Place {
  readonly at?: string
}

/** As the server reads it; never changed once it is kept, or it would be another operation. */
export interface Operation {
  readonly id: string
  readonly kind: OpKind
  readonly visit_id: string
  readonly assignment_id: string | null
  readonly did_at: string
  readonly offset_ms: number
  readonly uncertainty_ms: number
  readonly place?: Place | null
  readonly result?: VisitResult
  readonly note?: string
  readonly xml?: string
  /** With a start that nobody planned: what the office will know the place by. */
  readonly title?: string
}

/** `held`, `conflict` and `rejected` wait for a person, `waiting` for a line. */
export type Standing = 'waiting' | 'held' | 'conflict' | 'rejected'

export interface KeptOp {
  readonly op: Operation
  /** Of answers that are held: what the head decides on. */
  readonly submission_id?: string | null
  readonly title: string
  readonly standing: Standing
  readonly code: string
}

export interface KeptParcel {
  readonly id: string
  /** The answers that name it. */
  readonly op_id: string
  readonly title: string
  readonly name: string
  readonly sha256: string
  readonly size: number
  readonly blob: string
  readonly taken_at: string | null
  readonly place: PhotoPlace | null
  readonly submission_id: string | null
  /** How many bytes the server had when it was last asked. */
  readonly there: number
  readonly standing: Standing
  readonly code: string
}

/** What was told, kept a day so that one sees it went. */
export interface Sent {
  readonly id: string
  readonly title: string
  readonly kind: OpKind | 'photo'
  readonly size: number
  readonly at: number
  readonly outcome: string
  readonly submission_id: string | null
}

/** Server minus phone. */
export interface Clock {
  readonly offset_ms: number
  readonly uncertainty_ms: number
  readonly at: number
}

export const UNKNOWN_CLOCK: Clock = { offset_ms: 0, uncertainty_ms: 3_600_000, at: 0 }

/** The answer came back halfway between asking and hearing, give or take half of it. */
export function measured(now: string, tookMs: number, heardAt: number): Clock {
  const half = tookMs / 2
  return {
    offset_ms: Math.round(Date.parse(now) - (heardAt - half)),
    uncertainty_ms: Math.ceil(half) + 1,
    at: heardAt,
  }
}
