/** How far a screen is: what one sees in the contents and before sending. */
import {
  type ChildNode,
  isQuestion,
  looksOf,
  type QuestionNode,
  type TurnNode,
} from '../engine/node'
import { questionsOf, type Screen } from './screens'

export interface Tally {
  readonly asked: number
  readonly answered: number
  /** Must be answered and is not. */
  readonly missing: number
  /** Was answered with something the form does not take. */
  readonly wrong: number
}

export function isAnswered(node: QuestionNode): boolean {
  return (node.currentState.instanceValue ?? '') !== ''
}

export function isAsked(node: QuestionNode): boolean {
  const isHead = node.nodeType === 'select' && looksOf(node).has('label')
  return node.currentState.relevant && node.nodeType !== 'note' && !isHead
}

export function tallyOf(screen: Screen): Tally {
  const questions = questionsOf(screen).filter(isAsked)
  const violations = questions.map(node => node.validationState.violation?.condition)
  return {
    asked: questions.length,
    answered: questions.filter(isAnswered).length,
    missing: violations.filter(condition => condition === 'required').length,
    wrong: violations.filter(condition => condition === 'constraint').length,
  }
}

export function leavesOf(children: readonly ChildNode[]): QuestionNode[] {
  return children.flatMap(child => {
    if (child.nodeType === 'model-value' || !child.currentState.relevant) return []
    if (isQuestion(child)) return [child]
    const inside: readonly (ChildNode | TurnNode)[] = child.currentState.children
    return inside.flatMap(one =>
      one.nodeType === 'repeat-instance' ? leavesOf(one.currentState.children) : leavesOf([one]),
    )
  })
}
