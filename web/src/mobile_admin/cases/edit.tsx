/** Correcting what a case says and where its place is; who saw an older state is told so. */

import { useQuery } from '@tanstack/react-query'
import { Pencil } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { queries } from '@/kernel/queries'
import { Refusal } from '@/kernel/refusal'
import { Button } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { Segments, TextArea, TextField } from '@/kit/field'
import { toast, toastRefusal } from '@/kit/toast'
import { fieldForms } from '../forms/state'
import { CaseFields, type CaseText, isDayWrong } from './case-fields'
import s from './page.module.css'
import { casesKey, changeCase, changeSite, changeSubject, type WholeCase } from './state'
import { words } from './words'

const WORDS = { case: 'editCase', site: 'editSite', subject: 'editSubject' } as const
const MEANWHILE = ['case_changed', 'site_changed', 'subject_changed']

export function Edit({
  whole,
  what,
}: {
  readonly whole: WholeCase
  readonly what: keyof typeof WORDS
}) {
  const t = useWords(words)
  const [isOpen, setOpen] = useState(false)
  const Opened = EDITS[what]
  return (
    <>
      <Button size="s" icon={Pencil} onPress={() => setOpen(true)}>
        {t(WORDS[what])}
      </Button>
      {isOpen && <Opened whole={whole} onClose={() => setOpen(false)} />}
    </>
  )
}

interface EditProps {
  readonly whole: WholeCase
  readonly onClose: () => void
}

function EditCase({ whole: { case: it }, onClose }: EditProps) {
  const t = useWords(words)
  const begun = (): CaseText => ({
    kind: it.kind,
    legal_basis: it.legal_basis,
    note: it.note,
    due_on: it.due_on ?? '',
    form_key: it.form_key ?? '',
  })
  const [wish, setWish] = useState(begun)
  const [seen, setSeen] = useState(it.rev)
  const forms = useQuery(fieldForms).data?.forms ?? []
  const save = () =>
    changeCase(it.id, {
      ...wish,
      due_on: wish.due_on || null,
      form_key: wish.form_key || null,
      seen,
    })
  return (
    <EditDialog
      title={`${t('editCase')} · ${it.number}`}
      isWrong={!wish.kind.trim() || isDayWrong(wish)}
      save={save}
      onClose={onClose}
      onAgain={() => {
        setWish(begun())
        setSeen(it.rev)
      }}
    >
      <CaseFields value={wish} forms={forms} onChange={setWish} />
    </EditDialog>
  )
}

function EditSite({ whole: { site }, onClose }: EditProps) {
  const t = useWords(words)
  const shown = (value: number | null) => (value === null ? '' : String(value))
  const begun = () => ({
    road_address: site.road_address,
    detail: site.detail,
    lat: shown(site.lat),
    lon: shown(site.lon),
  })
  const [wish, setWish] = useState(begun)
  const [seen, setSeen] = useState(site.updated_at)
  const field = (key: keyof typeof wish) => ({
    value: wish[key],
    onChange: (text: string) => setWish({ ...wish, [key]: text }),
  })
  const lat = degrees(wish.lat, 90)
  const lon = degrees(wish.lon, 180)
  const isMoved = lat !== site.lat || lon !== site.lon
  const save = () =>
    changeSite(site.id, {
      road_address: wish.road_address,
      detail: wish.detail,
      lat: lat ?? null,
      lon: lon ?? null,
      // Who types a place anew has not measured it.
      accuracy_m: isMoved ? null : site.accuracy_m,
      seen,
    })
  return (
    <EditDialog
      title={t('editSite')}
      isWrong={!wish.road_address.trim() || lat === undefined || lon === undefined}
      save={save}
      onClose={onClose}
      onAgain={() => {
        setWish(begun())
        setSeen(site.updated_at)
      }}
    >
      <TextField label={t('road')} {...field('road_address')} isRequired />
      <TextField label={t('detail')} {...field('detail')} />
      <div className={s.halves}>
        <TextField
          label={t('lat')}
          inputMode="decimal"
          error={lat === undefined ? t('degreesWrong') : null}
          {...field('lat')}
        />
        <TextField
          label={t('lon')}
          inputMode="decimal"
          error={lon === undefined ? t('degreesWrong') : null}
          {...field('lon')}
        />
      </div>
    </EditDialog>
  )
}

function EditSubject({ whole: { subject }, onClose }: EditProps) {
  const t = useWords(words)
  const begun = () => {
    const { code, name, kind, note } = subject
    return { code, name, kind, note }
  }
  const [wish, setWish] = useState(begun)
  const [seen, setSeen] = useState(subject.updated_at)
  const field = (key: 'code' | 'name' | 'note') => ({
    value: wish[key],
    onChange: (text: string) => setWish({ ...wish, [key]: text }),
  })
  return (
    <EditDialog
      title={t('editSubject')}
      isWrong={!wish.code.trim() || !wish.name.trim()}
      save={() => changeSubject(subject.id, { ...wish, seen })}
      onClose={onClose}
      onAgain={() => {
        setWish(begun())
        setSeen(subject.updated_at)
      }}
    >
      <TextField label={t('code')} hint={t('codeHint')} {...field('code')} isRequired />
      <TextField label={t('subjectName')} {...field('name')} isRequired />
      <Segments
        label={t('subjectKind')}
        value={wish.kind}
        onChange={kind => setWish({ ...wish, kind })}
        choices={[
          { id: 'facility', label: t('facility') },
          { id: 'citizen', label: t('citizen') },
        ]}
      />
      <TextArea label={t('memo')} {...field('note')} />
    </EditDialog>
  )
}

const EDITS = { case: EditCase, site: EditSite, subject: EditSubject } as const

/** Null where nothing is typed, undefined where it is no place on earth. */
function degrees(text: string, most: number): number | null | undefined {
  if (!text.trim()) return null
  const found = Number(text)
  return Number.isFinite(found) && Math.abs(found) <= most ? found : undefined
}

interface EditDialogProps extends Pick<EditProps, 'onClose'> {
  readonly title: string
  readonly isWrong: boolean
  readonly save: () => Promise<void>
  /** Begins anew with what holds now. */
  readonly onAgain: () => void
  readonly children: React.ReactNode
}

function EditDialog({ title, isWrong, save, onClose, onAgain, children }: EditDialogProps) {
  const t = useWords(words)
  const [isBusy, setBusy] = useState(false)
  const [isLate, setLate] = useState(false)
  async function go() {
    setBusy(true)
    try {
      await save()
      toast(t('changed'))
      onClose()
    } catch (error) {
      if (error instanceof Refusal && MEANWHILE.includes(error.code)) setLate(true)
      else toastRefusal(error)
    }
    setBusy(false)
  }
  async function again() {
    await queries.refetchQueries({ queryKey: casesKey })
    onAgain()
    setLate(false)
  }
  return (
    <Dialog
      title={title}
      isOpen
      isDismissable={false}
      onOpenChange={isOpen => !isOpen && onClose()}
      footer={() => (
        <Button
          look="primary"
          isPending={isBusy}
          isDisabled={isWrong || isLate}
          onPress={() => void go()}
        >
          {t('save')}
        </Button>
      )}
    >
      <div className={s.stack}>
        {isLate && (
          <div className={s.late} role="alert">
            <strong>{t('late')}</strong>
            <span>{t('lateNote')}</span>
            <div>
              <Button size="s" onPress={() => void again()}>
                {t('lateAgain')}
              </Button>
            </div>
          </div>
        )}
        {children}
      </div>
    </Dialog>
  )
}
