// What pages do beyond what they do without a script. It is served as it stands.
document.addEventListener('keydown', (event) => {
  const { target, key, ctrlKey, metaKey, altKey } = event;
  if (key !== '/' || ctrlKey || metaKey || altKey || event.defaultPrevented) return;
  // Somebody who is typing means a stroke.
  if (target.isContentEditable || target.closest('input, textarea, select')) return;
  const box = document.getElementById('search-box');
  if (box === null) return;
  event.preventDefault();
  box.focus();
  box.select();
});
