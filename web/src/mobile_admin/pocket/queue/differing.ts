/** Where two sheets of answers differ: the phone's own, and what the server shows of its. */
import type { components } from '@/generated/api'
import { plain } from '../../capture/engine/elsewhere'
import {
  type ChildNode,
  isQuestion,
  isRepeat,
  type QuestionNode,
  type RepeatNode,
} from '../../capture/engine/node'
import { linesOf } from '../../submissions/changes'

type Answer = components['schemas']['AnswerBody']

export interface Difference {
  readonly id: string
  readonly label: string
  readonly mine: string
  readonly theirs: string
}

/** Turns of a repeat beside those that they are there [FS7]. */
export function differencesOf(
  mine: readonly Answer[],
  theirs: readonly Answer[],
): readonly Difference[] {
  const lines = linesOf({ answers: mine }, { answers: theirs })
  return lines.flatMap(({ id, turn, label, path, shown, before }) => {
    if (before === undefined) return []
    const asked = [turn, label || path].filter(Boolean).join(' · ')
    return [{ id, label: asked, mine: shown ?? '', theirs: before }]
  })
}

/** Of a form that is open in the engine, as the server tells answers. */
export function answersIn(children: readonly ChildNode[], turn = ''): readonly Answer[] {
  return children.flatMap(child => {
    if (child.nodeType === 'model-value' || !child.currentState.relevant) return []
    if (isRepeat(child)) return turnsOf(child, turn)
    if (isQuestion(child)) return answerOf(child, turn)
    return answersIn(child.currentState.children, turn)
  })
}

function turnsOf(repeat: RepeatNode, around: string): readonly Answer[] {
  const title = repeat.currentState.label?.asString ?? ''
  return repeat.currentState.children.flatMap(({ currentState }, at) =>
    answersIn(currentState.children, [around, `${title} ${at + 1}`].filter(Boolean).join(' · ')),
  )
}

function answerOf(node: QuestionNode, turn: string): readonly Answer[] {
  const { reference, label, instanceValue } = node.currentState
  const value = instanceValue?.trim() ?? ''
  if (node.nodeType === 'note' || value === '') return []
  return [
    {
      path: plain(reference),
      node: reference,
      turn,
      label: label?.asString ?? '',
      value,
      shown: shownOf(node, value),
      is_file: node.nodeType === 'upload',
    },
  ]
}

function shownOf(node: QuestionNode, value: string): string {
  if (node.nodeType !== 'select' && node.nodeType !== 'rank') return value
  const labels = new Map(node.currentState.valueOptions.map(each => [each.value, each.label]))
  return node.currentState.value.map(each => labels.get(each)?.asString ?? each).join(', ')
}
