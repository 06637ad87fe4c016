/** 쪽 설정: paper, margins, what stands above and below, numbers. */
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { Select, Switch, TextField } from '@/kit/field'
import { BandFields } from './band-fields'
import { EDGES, type EdgeName, FIGURES } from './bands'
import { Preview } from './preview'
import {
  LEAST_MM,
  MOST_MM,
  NUMBERS,
  type PageSettings,
  type PageSetup,
  SIDES,
  type Side,
  USUAL,
} from './settings'
import s from './setup-dialog.module.css'
import { words } from './words'

interface SetupProps {
  readonly setup: PageSetup
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

export function SetupDialog({ setup, onClose }: SetupProps) {
  const t = useWords(words)
  const [wanted, want] = useState<PageSettings>(setup.settings.get())
  const [sides, setSides] = useState(written(wanted))
  const isBad = SIDES.some(side => !isFit(sides[side]))
  function apply() {
    const margins = Object.fromEntries(SIDES.map(side => [side, Number(sides[side])]))
    const edges = EDGES.map(name => [name, wanted[name].normalize('NFC').trim()])
    setup.write({ ...wanted, ...margins, ...Object.fromEntries(edges) })
    onClose()
  }
  const change = (values: Partial<Record<EdgeName, string>>) => want({ ...wanted, ...values })
  function reset() {
    want(USUAL)
    setSides(written(USUAL))
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
        <Preview settings={wanted} told={setup.told} />
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
