/** A question: its words, its control, and what is wrong with the answer. */
import { memo, type ReactNode, useId } from 'react'
import { useWords } from '@/kernel/i18n'
import { part } from '@/kernel/part'
import { cx } from '@/kit/cx'
import { useFilling } from '../context'
import { looksOf, type QuestionNode, type Said as SaidText } from '../engine/node'
import { sameFields, useReading } from '../engine/reading'
import { LabelMedia } from '../label-media'
import { Said } from '../said'
import { words } from '../words'
import { ChoiceQuestion } from './choices'
import type { Face } from './face'
import { LongChoiceQuestion } from './long-choice'
import { MomentQuestion } from './moment'
import { NumberQuestion } from './number'
import s from './questions.module.css'
import { TextQuestion } from './text'
import { TriggerQuestion } from './trigger'

/** Not in every form: they come when one is there, out of the phone's own store without a line. */
const BarcodeQuestion = part(async () => (await import('./barcode')).BarcodeQuestion)
const PointQuestion = part(async () => (await import('./place')).PointQuestion)
const WayQuestion = part(async () => (await import('./place')).WayQuestion)
const RankQuestion = part(async () => (await import('./rank')).RankQuestion)
const RangeQuestion = part(async () => (await import('./range')).RangeQuestion)
const UploadQuestion = part(async () => (await import('./upload')).UploadQuestion)

interface Shown {
  readonly label: SaidText | null
  readonly text: string
  readonly hint: string
  readonly isRequired: boolean
  readonly isEmpty: boolean
  readonly problem: string | null
  readonly said: string
}

export const Question = memo(function Question({ node }: { readonly node: QuestionNode }) {
  const t = useWords(words)
  const { isTold } = useFilling()
  const id = useId()
  const shown = useReading(() => read(node), sameFields)
  const isWrong = shown.problem === 'constraint' || (shown.problem === 'required' && isTold)
  const told = toldOf(shown, id, isWrong)
  return (
    <section
      className={cx(s.question, isWrong && s.isWrong, node.nodeType === 'note' && s.note)}
      data-question={node.nodeId}
    >
      <Words shown={shown} id={id} />
      <Control node={node} told={told} />
      {isWrong && (
        <p id={`${id}-wrong`} className={s.wrong} role="alert">
          {shown.said || t(shown.problem === 'required' ? 'requiredSaid' : 'constraintSaid')}
        </p>
      )}
    </section>
  )
})

function Words({ shown, id }: { readonly shown: Shown; readonly id: string }) {
  const t = useWords(words)
  return (
    <>
      <div id={`${id}-label`} className={s.label}>
        {shown.label && <Said text={shown.label} />}
        {shown.isRequired && (
          <span className={cx(s.required, !shown.isEmpty && s.isMet)}>{t('required')}</span>
        )}
      </div>
      {shown.label && <LabelMedia said={shown.label} />}
      {shown.hint && (
        <p id={`${id}-hint`} className={s.hint}>
          {shown.hint}
        </p>
      )}
    </>
  )
}

function toldOf({ hint, isRequired }: Shown, id: string, isWrong: boolean): Face<unknown>['told'] {
  const described = [hint && `${id}-hint`, isWrong && `${id}-wrong`].filter(Boolean).join(' ')
  return {
    'aria-labelledby': `${id}-label`,
    ...(described ? { 'aria-describedby': described } : {}),
    ...(isWrong ? { 'aria-invalid': true } : {}),
    ...(isRequired ? { 'aria-required': true } : {}),
  }
}

/** `text` is read so that a label that counts answers follows them. */
function read(node: QuestionNode): Shown {
  const { currentState: state, validationState } = node
  const violation = node.nodeType === 'note' ? null : validationState.violation
  return {
    label: state.label,
    text: state.label?.asString ?? '',
    hint: state.hint?.asString ?? '',
    isRequired: state.required,
    isEmpty: (state.instanceValue ?? '') === '',
    problem: violation?.condition ?? null,
    said: violation?.message?.asString ?? '',
  }
}

function Control({ node, told }: Face<QuestionNode>): ReactNode {
  switch (node.nodeType) {
    case 'note':
      return null
    case 'select':
      if (looksOf(node).has('label')) return null // the head of a table: nobody answers it
      return <ChoiceQuestion node={node} told={told} />
    case 'rank':
      return <RankQuestion node={node} told={told} />
    case 'range':
      return <RangeQuestion node={node} told={told} />
    case 'trigger':
      return <TriggerQuestion node={node} told={told} />
    case 'upload':
      return <UploadQuestion node={node} told={told} />
    default:
      return <Typed node={node} told={told} />
  }
}

function Typed({ node, told }: Face<Extract<QuestionNode, { nodeType: 'input' }>>): ReactNode {
  const { sheet } = useFilling()
  const list = sheet.listOf(node)
  if (list) return <LongChoiceQuestion node={node} told={told} list={list} />
  switch (node.valueType) {
    case 'int':
    case 'decimal':
      return <NumberQuestion node={node} told={told} />
    case 'date':
    case 'time':
    case 'dateTime':
      return <MomentQuestion node={node} told={told} />
    case 'geopoint':
      return <PointQuestion node={node} told={told} />
    case 'geotrace':
    case 'geoshape':
      return <WayQuestion node={node} told={told} />
    case 'barcode':
      return <BarcodeQuestion node={node} told={told} />
    default:
      return <TextQuestion node={node} told={told} />
  }
}
