/** A visit as the phone knows it; what the server makes of it comes back in receipts. */
import type { FormToFill } from '../day/model'
import type { VisitResult } from '../sync/model'

export interface Visit {
  readonly id: string
  readonly assignment_id: string | null
  readonly title: string
  readonly form: FormToFill | null
  /** In ms, by this phone's clock. */
  readonly startedAt: number
  readonly endedAt: number | null
  readonly result: VisitResult | null
  /** The case whose earlier answers it begins with. */
  readonly corrects?: string
  /** The operation that tells its answers: what comes after them goes to the same submission. */
  readonly answersOp?: string
}
