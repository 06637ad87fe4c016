/** Every version of a file, the latest first (G04). To restore one adds one: nothing is lost. */
import { Download, RotateCcw, Upload } from 'lucide-react'
import { useRef } from 'react'
import { useWords } from '@/kernel/i18n'
import { bytes } from '@/kernel/text'
import { Badge } from '@/kit/badge'
import { Button, IconButton } from '@/kit/button'
import { Moment } from '@/kit/moment'
import { toast, toastRefusal } from '@/kit/toast'
import { download, restoreVersion } from '../actions'
import { FilePicker } from '../file-picker'
import type { Node, Version } from '../model'
import { useVersions } from '../state'
import { add } from '../uploads/queue'
import { words } from '../words'
import s from './timeline.module.css'

export function Versions({ node }: { readonly node: Node }) {
  const t = useWords(words)
  const versions = useVersions(node.id)
  return (
    <>
      {node.kind === 'file' && (node.level === 'write' || node.level === 'manage') && (
        <NewVersion node={node} />
      )}
      {versions.length === 0 && <p className={s.note}>{t('versions.none')}</p>}
      <ol className={s.timeline}>
        {versions.map(version => (
          <li key={version.seq} className={s.version}>
            <Line node={node} version={version} />
          </li>
        ))}
      </ol>
      {node.kind === 'document' && <p className={s.note}>{t('versions.inOffice')}</p>}
    </>
  )
}

function Line({ node, version }: { readonly node: Node; readonly version: Version }) {
  const t = useWords(words)
  const { seq } = version
  async function restore() {
    try {
      await restoreVersion(node, seq)
      toast(t('versions.restored', { seq }))
    } catch (error) {
      toastRefusal(error)
    }
  }
  return (
    <>
      <span className={s.dot} data-current={version.is_current} aria-hidden />
      <div className={s.words}>
        <p className={s.name}>
          {t('versions.seq', { seq })}{' '}
          {version.is_current && <Badge tone="success">{t('versions.current')}</Badge>}
        </p>
        <p className={s.note}>
          {version.author.name} · <Moment at={version.created_at} />
        </p>
        <p className={s.note}>
          {bytes(version.size_bytes)} ·{' '}
          {version.restored_from === null
            ? t(`versions.via.${version.via}`)
            : t('versions.from', { seq: version.restored_from })}
        </p>
      </div>
      {node.kind === 'file' && (
        <span className={s.acts}>
          <IconButton
            icon={Download}
            label={t('versions.download', { seq })}
            onPress={() => download(node, seq)}
          />
          {!version.is_current && node.capabilities.restore_version && (
            <IconButton
              icon={RotateCcw}
              label={t('versions.restore')}
              onPress={() => void restore()}
            />
          )}
        </span>
      )}
    </>
  )
}

/** The picked file becomes the next version, whatever it is called. */
function NewVersion({ node }: { readonly node: Node }) {
  const t = useWords(words)
  const picker = useRef<HTMLInputElement>(null)
  function take([file]: readonly File[]) {
    if (!file) return
    const renamed = new File([file], node.name, { type: file.type })
    add(node.id, [renamed], { onConflict: 'version', seen: node.version })
  }
  return (
    <div className={s.upload}>
      <Button size="s" icon={Upload} onPress={() => picker.current?.click()}>
        {t('versions.upload')}
      </Button>
      <FilePicker ref={picker} single onPick={take} />
    </div>
  )
}
