/** 쪽 설정: paper, margins, what stands above and below, numbers. */
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { Select, Switch, TextField } from '@/kit/field'
import type { DocumentSession } from '../text/session'
import { BandFields } from './band-fields'
import { EDGES, type EdgeName, FIGURES } from './bands'
import { ColumnFields, isGapFit } from './column-fields'
import { Preview } from './preview'
import { type Scope, sectionsAt, setPages } from './section-acts'
import {
  HIGHEST_START,
  LEAST_MM,
  MOST_MM,
  NUMBERS,
  type PageSettings,
  SIDES,
  type Side,
  USUAL,
} from './settings'
import s from './setup-dialog.module.css'
import { words } from './words'

interface SetupProps {
  readonly session: DocumentSession
  readonly onClose: () => void
}

type Written = Readonly<Record<Side, string>>

const isFit = (text: string) => {
  const value = Number(text)
  return text.trim() !== '' && value >= LEAST_MM && value <= MOST_MM
}

const written = (of: PageSettings): Written => ({
  top: String(of.top),
  right: String(of.right),
  bottom: String(of.bottom),
  left: String(of.left),
})

const isStart = (text: string) =>
  /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= HIGHEST_START

/** The section at the caret, and what settings can be for. */
function placeOf({ editor, pages }: DocumentSession) {
  if (!editor) return { own: pages.settings.get(), at: 1, count: 1, scopes: ['all'] as Scope[] }
  const { sections, at, own } = sectionsAt(editor.view, pages)
  const count = sections.length
  const scopes: Scope[] = count > 1 ? ['here', 'all', 'onward'] : ['all', 'onward']
  if (!editor.view.state.selection.empty) scopes.push('chosen')
  return { own, at: at + 1, count, scopes }
}

export function SetupDialog({ session, onClose }: SetupProps) {
  const t = useWords(words)
  const setup = session.pages
  const [{ own, at, count, scopes }] = useState(() => placeOf(session))
  const [scope, setScope] = useState<Scope>(count > 1 ? 'here' : 'all')
  const [wanted, want] = useState<PageSettings>(own)
  const [start, setStart] = useState(own.start > 0 ? String(own.start) : '')
  const [sides, setSides] = useState(written(wanted))
  const [gap, setGap] = useState(String(own.gap))
  const isStartBad = start !== '' && !isStart(start)
  const isBad = isStartBad || !isGapFit(gap) || SIDES.some(side => !isFit(sides[side]))
  function apply() {
    const margins = Object.fromEntries(SIDES.map(side => [side, Number(sides[side])]))
    const edges = EDGES.map(name => [name, wanted[name].normalize('NFC').trim()])
    const counted = { start: Number(start), gap: Number(gap) }
    const whole = { ...wanted, ...margins, ...Object.fromEntries(edges), ...counted }
    session.editor?.settle()
    if (session.editor) setPages(session.editor.view, setup, scope, whole)
    onClose()
  }
  const change = (values: Partial<Record<EdgeName, string>>) => want({ ...wanted, ...values })
  function reset() {
    want(USUAL)
    setSides(written(USUAL))
    setStart('')
    setGap(String(USUAL.gap))
  }
  return (
    <Dialog
      title={t('setup')}
      isOpen
      onOpenChange={onClose}
      isDismissable={false}
      footer={() => (
        <>
          <Button onPress={reset}>{t('usual')}</Button>
          <Button look="primary" isDisabled={isBad} onPress={apply}>
            {t('apply')}
          </Button>
        </>
      )}
    >
      <div className={s.fields}>
        <p className={s.note}>{t('note')}</p>
        <Select
          label={t('scope')}
          choices={scopes.map(id => ({ id, label: t(`scopes.${id}`, { at, count }) }))}
          value={scope}
          onChange={setScope}
        />
        <Preview settings={{ ...wanted, start: Number(start) || 0 }} told={setup.told} />
        <Select
          label={t('paper')}
          choices={[
            { id: 'upright', label: t('upright') },
            { id: 'turned', label: t('turned') },
          ]}
          value={wanted.turned ? 'turned' : 'upright'}
          onChange={paper => want({ ...wanted, turned: paper === 'turned' })}
        />
        <fieldset className={s.margins}>
          <legend>{t('margins')}</legend>
          {SIDES.map(side => (
            <TextField
              key={side}
              label={t(`side.${side}`)}
              inputMode="decimal"
              value={sides[side]}
              onChange={text => setSides({ ...sides, [side]: text })}
              error={isFit(sides[side]) ? null : t('bad', { least: LEAST_MM, most: MOST_MM })}
            />
          ))}
        </fieldset>
        <ColumnFields
          settings={wanted}
          gap={gap}
          onGap={setGap}
          onChange={values => want({ ...wanted, ...values })}
        />
        <BandFields bands={['top', 'bottom']} settings={wanted} onChange={change} />
        <div className={s.numbers}>
          <Select
            label={t('numbers')}
            choices={NUMBERS.map(id => ({ id, label: t(`number.${id}`) }))}
            value={wanted.numbers}
            onChange={numbers => want({ ...wanted, numbers })}
          />
          <Select
            label={t('figures')}
            choices={FIGURES.map(id => ({ id, label: t(`figure.${id}`) }))}
            value={wanted.figures}
            onChange={figures => want({ ...wanted, figures })}
          />
          <TextField
            label={t('start')}
            inputMode="numeric"
            placeholder={t('goesOn')}
            value={start}
            onChange={setStart}
            error={isStartBad ? t('badStart') : null}
          />
        </div>
        <Switch isSelected={wanted.first} onChange={first => want({ ...wanted, first })}>
          {t('first')}
        </Switch>
        {wanted.first && (
          <BandFields bands={['firstTop', 'firstBottom']} settings={wanted} onChange={change} />
        )}
      </div>
    </Dialog>
  )
}
