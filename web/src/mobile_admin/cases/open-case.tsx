/** A new case: at a place that is known, or at one that is registered with it. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { SearchField, Segments, Select, TextField } from '@/kit/field'
import { toast, toastRefusal } from '@/kit/toast'
import { fieldForms } from '../forms/state'
import { CaseFields, type CaseText, isDayWrong } from './case-fields'
import s from './page.module.css'
import { openCase, registerSite, sitesBy } from './state'
import { words } from './words'

const EMPTY = { kind: '', legal_basis: '', note: '', due_on: '', form_key: '' }
const NEW_SITE = { code: '', name: '', road_address: '', detail: '' }

export function OpenCase({ onClose }: { readonly onClose: () => void }) {
  const t = useWords(words)
  const go = useNavigate()
  const [wish, setWish] = useState<CaseText>(EMPTY)
  const [place, setPlace] = useState<'old' | 'new'>('old')
  const [site, setSite] = useState<string | null>(null)
  const [fresh, setFresh] = useState(NEW_SITE)
  const [isBusy, setBusy] = useState(false)
  const forms = useQuery(fieldForms).data?.forms ?? []
  const hasPlace = place === 'old' ? site !== null : fresh.code && fresh.name && fresh.road_address
  async function open() {
    const at =
      place === 'old' && site
        ? site
        : (
            await registerSite({
              subject: { code: fresh.code, name: fresh.name, kind: 'facility', note: '' },
              site: {
                road_address: fresh.road_address,
                detail: fresh.detail,
                lat: null,
                lon: null,
                accuracy_m: null,
              },
            })
          ).id
    const { due_on, form_key, ...rest } = wish
    const made = await openCase({
      ...rest,
      site_id: at,
      due_on: due_on || null,
      form_key: form_key || null,
    })
    toast(t('opened', { number: made.number }))
    onClose()
    void go(`/field/cases/${made.id}`)
  }
  return (
    <Dialog
      title={t('newCase')}
      size="l"
      isOpen
      isDismissable={false}
      onOpenChange={isOpen => !isOpen && onClose()}
      footer={() => (
        <Button
          look="primary"
          isPending={isBusy}
          isDisabled={!hasPlace || !wish.kind.trim() || isDayWrong(wish)}
          onPress={() => {
            setBusy(true)
            void open()
              .catch(toastRefusal)
              .finally(() => setBusy(false))
          }}
        >
          {t('newCase')}
        </Button>
      )}
    >
      <div className={s.stack}>
        <Segments
          label={t('site')}
          value={place}
          onChange={setPlace}
          choices={[
            { id: 'old', label: t('oldSite') },
            { id: 'new', label: t('newSite') },
          ]}
        />
        {place === 'old' ? (
          <KnownSite value={site} onChange={setSite} />
        ) : (
          <NewSite value={fresh} onChange={setFresh} />
        )}
        <CaseFields value={wish} forms={forms} onChange={setWish} />
      </div>
    </Dialog>
  )
}

interface KnownProps {
  readonly value: string | null
  readonly onChange: (id: string) => void
}

function KnownSite({ value, onChange }: KnownProps) {
  const t = useWords(words)
  const [text, setText] = useState('')
  const found = useQuery(sitesBy(text)).data ?? []
  return (
    <>
      <SearchField label={t('findSite')} value={text} onChange={setText} />
      {found.length === 0 ? (
        <p className={s.quiet}>{t('noSite')}</p>
      ) : (
        <Select
          label={t('site')}
          value={value}
          onChange={onChange}
          choices={found.map(({ subject, site }) => ({
            id: site.id,
            label: `${subject.name} · ${site.road_address}`,
          }))}
        />
      )}
    </>
  )
}

interface NewProps {
  readonly value: typeof NEW_SITE
  readonly onChange: (value: typeof NEW_SITE) => void
}

function NewSite({ value, onChange }: NewProps) {
  const t = useWords(words)
  const field = (key: keyof typeof NEW_SITE) => ({
    value: value[key],
    onChange: (text: string) => onChange({ ...value, [key]: text }),
  })
  return (
    <>
      <TextField label={t('code')} hint={t('codeHint')} {...field('code')} isRequired />
      <TextField label={t('subjectName')} {...field('name')} isRequired />
      <TextField label={t('road')} {...field('road_address')} isRequired />
    </>
  )
}
