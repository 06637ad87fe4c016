/** What became of a question to the user, told by how their call went on. Pure. */
import type { Call } from './state'

type Step = Call['step']
export type News = 'watchRefused' | 'watchUnanswered' | 'controlRefused' | 'controlUnanswered'

/** `askedFor` is how long the question stood, `answerTime` how long it may, both in ms. */
export function newsOf(before: Step, now: Step, askedFor: number, answerTime: number): News | null {
  const isUnanswered = askedFor >= answerTime
  if (before === 'watch_asked' && now === 'taken')
    return isUnanswered ? 'watchUnanswered' : 'watchRefused'
  if (before === 'control_asked' && now === 'watching')
    return isUnanswered ? 'controlUnanswered' : 'controlRefused'
  return null
}
