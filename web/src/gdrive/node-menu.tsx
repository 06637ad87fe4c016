/** What can be done with one node: only what this person may do. */
import {
  Download,
  EllipsisVertical,
  FolderInput,
  History,
  PencilLine,
  Share2,
  Trash2,
} from 'lucide-react'
import { useNavigate } from 'react-router'
import { type Offer, offersFor, type Subjects } from '@/kernel/commands'
import { usePick, useWords } from '@/kernel/i18n'
import { IconButton } from '@/kit/button'
import { Menu, MenuItem } from '@/kit/menu'
import { toastRefusal } from '@/kit/toast'
import { download } from './actions'
import s from './contents.module.css'
import { type Acts, mediaTypeOf, type Node } from './model'
import { words } from './words'

export function NodeMenu({ node, acts }: { readonly node: Node; readonly acts: Acts }) {
  const t = useWords(words)
  const may = node.capabilities
  const one = [node]
  const pick = usePick()
  const navigate = useNavigate()
  const subject: Subjects['file'] = { id: node.id, name: node.name, kind: mediaTypeOf(node) }
  async function run(offer: Offer<Subjects['file']>) {
    try {
      await offer.run(subject, { go: to => void navigate(to) })
    } catch (error) {
      toastRefusal(error)
    }
  }
  return (
    <span className={s.acts}>
      <Menu
        label={t('act.menu', { name: node.name })}
        trigger={<IconButton icon={EllipsisVertical} label={t('act.menu', { name: node.name })} />}
      >
        {may.download && (
          <MenuItem label={t('act.download')} icon={Download} onAction={() => download(node)} />
        )}
        <MenuItem
          label={t('act.share')}
          icon={Share2}
          isDisabled={!may.share}
          onAction={() => acts.ask({ what: 'share', nodes: one })}
        />
        <MenuItem label={t('act.details')} icon={History} onAction={() => acts.onShow(node.id)} />
        {offersFor('file', subject).map(offer => (
          <MenuItem
            key={offer.id}
            label={pick(offer.label)}
            icon={offer.icon}
            onAction={() => void run(offer)}
          />
        ))}
        {may.rename && (
          <MenuItem
            label={t('act.rename')}
            icon={PencilLine}
            keys="F2"
            onAction={() => acts.ask({ what: 'rename', nodes: one })}
          />
        )}
        {may.move && (
          <MenuItem
            label={t('act.move')}
            icon={FolderInput}
            onAction={() => acts.ask({ what: 'move', nodes: one })}
          />
        )}
        {may.trash && (
          <MenuItem
            label={t('act.trash')}
            icon={Trash2}
            keys="Delete"
            tone="danger"
            onAction={() => void acts.throwAway(one).catch(toastRefusal)}
          />
        )}
      </Menu>
    </span>
  )
}
