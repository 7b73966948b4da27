const price = document.querySelector("#price");
price.addEventListener("click", async () => {
  const response = await fetch("/products/1");
  const teapot = await response.json();
  price.textContent = `${teapot.name}: ${teapot.price_cents / 100} €`;
});
