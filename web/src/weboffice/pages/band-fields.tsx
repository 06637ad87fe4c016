/** The three places of a band, with the fields that can be put into them. */
import { useRef } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { TextField } from '@/kit/field'
import { BANDS, type BandName, type EdgeName, FIELDS, type Field, PLACES } from './bands'
import { LONGEST_EDGE, type PageSettings } from './settings'
import s from './setup-dialog.module.css'
import { fieldWords, words } from './words'

interface BandFieldsProps {
  readonly bands: readonly BandName[]
  readonly settings: PageSettings
  readonly onChange: (values: Partial<Record<EdgeName, string>>) => void
}

export function BandFields({ bands, settings, onChange }: BandFieldsProps) {
  const t = useWords(words)
  const say = useWords(fieldWords)
  const last = useRef<EdgeName>(BANDS[bands.at(-1) ?? 'bottom'].right)
  const put = (field: Field) => {
    const name = last.current
    onChange({ [name]: `${settings[name]} {${field}}`.trim().slice(0, LONGEST_EDGE) })
  }
  return (
    <div className={s.bands}>
      {bands.map(band => (
        <fieldset key={band} className={s.band}>
          <legend>{t(`band.${band}`)}</legend>
          {PLACES.map(place => {
            const name = BANDS[band][place]
            return (
              <TextField
                key={name}
                label={t(`place.${place}`)}
                maxLength={LONGEST_EDGE}
                value={inWords(settings[name], say)}
                onChange={text => onChange({ [name]: inFields(text) })}
                onFocus={() => {
                  last.current = name
                }}
                placeholder={name === 'footerCenter' ? t('numberHere') : ''}
              />
            )
          })}
        </fieldset>
      ))}
      <div className={s.puts}>
        <span>{t('put')}</span>
        {FIELDS.map(field => (
          <Button key={field} look="quiet" onPress={() => put(field)}>
            {say(field)}
          </Button>
        ))}
      </div>
    </div>
  )
}

/** `{page}` as the reader's language has it. */
function inWords(text: string, say: (field: Field) => string): string {
  return text.replace(/\{(page|pages|date|title)\}/g, (_, field: Field) => `{${say(field)}}`)
}

const NAMES: Readonly<Record<string, Field>> = {
  '쪽 번호': 'page',
  '전체 쪽수': 'pages',
  날짜: 'date',
  '문서 제목': 'title',
  'page number': 'page',
  'number of pages': 'pages',
  'document title': 'title',
}

/** As the document keeps it, whichever language it was written in. */
export function inFields(text: string): string {
  return text.replace(/\{([^{}]+)\}/g, (whole, said: string) => {
    const field = NAMES[said.trim().toLowerCase()]
    return field ? `{${field}}` : whole
  })
}
