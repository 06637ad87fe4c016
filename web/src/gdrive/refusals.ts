/** With the entry, not the drive's pages: the office and the messenger hear these as well. */
import { defineRefusals } from '@/kernel/refusal-words'

defineRefusals(
  {
    level_missing: '이 항목에는 그 권한이 없습니다. 주인에게 요청하십시오.',
    name_taken: '같은 이름이 이미 있습니다. 다른 이름을 쓰십시오.',
    bad_name:
      '쓸 수 없는 이름입니다. / \\ : * ? " < > | 와 끝의 마침표는 쓸 수 없고, 한글은 85자까지입니다.',
    folder_into_itself: '폴더를 자기 안으로 옮길 수 없습니다.',
    too_deep: '폴더가 너무 깊습니다. {{deepest}}단계까지 만들 수 있습니다.',
    root_fixed: '문서함 자체는 바꿀 수 없습니다.',
    move_would_raise: '옮기면 권한이 커집니다. 주인이나 관리자가 옮겨야 합니다.',
    quota_reached:
      '저장 공간이 모자랍니다. 휴지통을 비우거나 정보화 담당자에게 늘려 달라고 하십시오.',
    disk_full:
      '서버의 저장 장치가 가득 찼습니다. 정보화 담당자에게 알리십시오. 올리던 파일은 이어 올릴 수 있습니다.',
    upload_too_large: '파일이 너무 큽니다. 20 GB까지 올릴 수 있습니다.',
    stale: '그사이 다른 사람이 바꾸었습니다. 바뀐 내용을 확인한 뒤 다시 하십시오.',
    shared_with_owner: '주인은 이미 모든 권한이 있습니다.',
    level_exceeded: '내 권한보다 큰 권한은 줄 수 없습니다.',
    root_not_shared: '문서함 전체는 공유할 수 없습니다. 폴더를 만들어 공유하십시오.',
    subject_unknown: '그 사람이나 부서를 찾을 수 없습니다.',
    place_gone: '원래 있던 폴더가 없어졌습니다. 문서함의 주인이 되돌려야 합니다.',
    restore_in_office: '문서는 웹오피스의 이력에서 되돌립니다.',
    nothing_to_download: '내려받을 내용이 없습니다.',
    file_unreadable: '이 파일을 읽을 수 없습니다. 폴더는 하나씩 올릴 수 없습니다.',
  },
  {
    level_missing: 'You do not hold that right here. Ask the owner.',
    name_taken: 'The name exists already. Choose another one.',
    bad_name: 'This name cannot be used: no / \\ : * ? " < > |, no final dot, at most 255 bytes.',
    folder_into_itself: 'A folder cannot be moved into itself.',
    too_deep: 'Too deep. Folders may lie {{deepest}} levels deep.',
    root_fixed: 'The drive itself cannot be changed.',
    move_would_raise:
      'Moving it there would raise your rights. Its owner or a manager has to do it.',
    quota_reached: 'Out of storage. Empty the trash, or ask your IT administrator for more.',
    disk_full:
      'The storage of the server is full. Tell your IT administrator. The upload can go on later.',
    upload_too_large: 'The file is too large. Up to 20 GB can be uploaded.',
    stale: 'Somebody changed this meanwhile. Look at it and try again.',
    shared_with_owner: 'The owner holds every right already.',
    level_exceeded: 'You cannot give more than you hold.',
    root_not_shared: 'A whole drive cannot be shared. Make a folder and share that.',
    subject_unknown: 'That person or division is unknown.',
    place_gone: 'The folder it lay in is gone. The owner of the drive has to put it back.',
    restore_in_office: 'Documents are restored from their history in the web office.',
    nothing_to_download: 'There is nothing to download.',
    file_unreadable: 'This file cannot be read. Folders cannot be uploaded as one.',
  },
)
