/** 딸린 파일: lists, pictures and recordings of one version; in a draft they are brought here. */
import {
  AudioLines,
  Clapperboard,
  Download,
  Image,
  type LucideIcon,
  Table2,
  Upload,
} from 'lucide-react'
import { useRef } from 'react'
import { useWords } from '@/kernel/i18n'
import { bytes } from '@/kernel/text'
import { Badge } from '@/kit/badge'
import { Button, LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { Row, Rows } from '@/kit/list'
import { useBringing } from './bringing'
import s from './page.module.css'
import { type FormFile, type FormVersion, fileAt } from './state'
import { FILES } from './upload'
import { words } from './words'

const ICONS: Record<FormFile['kind'], LucideIcon> = {
  list: Table2,
  picture: Image,
  sound: AudioLines,
  film: Clapperboard,
}

interface FormFilesProps {
  readonly form: string
  readonly version: FormVersion
  readonly mayChange: boolean
}

export function FormFiles({ form, version, mayChange }: FormFilesProps) {
  const t = useWords(words)
  const chooser = useRef<HTMLInputElement>(null)
  const { isBusy, put, told } = useBringing()
  return (
    <Card
      title={t('filesOf')}
      aside={
        mayChange ? (
          <Button
            size="s"
            look="secondary"
            icon={Upload}
            isPending={isBusy}
            onPress={() => chooser.current?.click()}
          >
            {t('addFiles')}
          </Button>
        ) : undefined
      }
    >
      <p className={s.quiet}>{t('filesNote')}</p>
      <input
        ref={chooser}
        type="file"
        hidden
        multiple
        accept={FILES}
        aria-label={t('addFiles')}
        onChange={({ currentTarget }) => {
          void put(form, version.version, [...(currentTarget.files ?? [])])
          currentTarget.value = ''
        }}
      />
      <Rows>
        {version.files.map(file => (
          <One key={file.name} at={fileAt(form, version.version, file.name)} file={file} />
        ))}
      </Rows>
      {told}
    </Card>
  )
}

function One({ at, file }: { readonly at: string; readonly file: FormFile }) {
  const t = useWords(words)
  const { name, kind, sha256, size_bytes, rows } = file
  const Icon = ICONS[kind]
  const isThere = sha256 !== ''
  const facts = [t(kind), kind === 'list' && t('rows', { count: rows }), bytes(size_bytes)]
  return (
    <Row
      start={
        kind === 'picture' && isThere ? (
          // The name says nothing: the same name may be another picture tomorrow, in a draft.
          <img className={s.thumb} src={`${at}?${sha256.slice(0, 8)}`} alt="" />
        ) : (
          <Icon size={24} aria-hidden />
        )
      }
      title={name}
      note={isThere ? facts.filter(Boolean).join(' · ') : t(kind)}
      end={
        isThere ? (
          <LinkButton
            size="s"
            icon={Download}
            download
            to={at}
            aria-label={`${name} ${t('getFile')}`}
          >
            {t('getFile')}
          </LinkButton>
        ) : (
          <Badge tone="danger">{t('notYet')}</Badge>
        )
      }
    />
  )
}
